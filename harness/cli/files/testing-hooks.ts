/** The interface that suites of one's own import, as this thread has it. */
const entry = new URL('../../testing/index.js', import.meta.url).href;

/**
 * A hook of Node's, asked for each import: `sockspec/testing` is the one of the sockspec that runs, wherever a suite lies and
 * whatever is installed there. A verdict that another copy throws would be none to this one.
 */
export function resolve<Context, Found>(
  specifier: string,
  context: Context,
  next: (specifier: string, context: Context) => Found,
): Found | { readonly url: string; readonly shortCircuit: true } {
  return specifier === 'sockspec/testing' ? { url: entry, shortCircuit: true } : next(specifier, context);
}
