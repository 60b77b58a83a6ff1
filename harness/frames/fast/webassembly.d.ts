/** What is used of WebAssembly, of which the types of the runtime know nothing; undefined where it is switched off. */
declare var WebAssembly:
  | {
      readonly Module: new (octets: Uint8Array) => WebAssemblyModule;
      readonly Instance: new (module: WebAssemblyModule) => { readonly exports: TwinsAssembly };
    }
  | undefined;

interface WebAssemblyModule {
  readonly [Symbol.toStringTag]: 'WebAssembly.Module';
}

/** What `assembly/twins.ts` exports; addresses, lengths and places are numbers. */
interface TwinsAssembly {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly REMEMBERED: { readonly value: number };
  readonly free: { readonly value: number };
  readonly placeOf: (frame: number) => number;
  readonly remember: (frame: number, length: number, kind: number) => void;
  readonly take: (place: number) => number;
  readonly skim: (from: number, end: number, isBig: boolean) => number;
  readonly skimmed: { readonly value: number };
  readonly recognise: (frame: number, length: number, original: number) => number;
}
