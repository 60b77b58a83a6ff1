import type { CaseResult, Run } from '../../harness/contracts/run.ts';
import { sampleCase, sampleRun } from '../samples.ts';

/** Texts that would be markup, were they not text. */
export const ATTACKS = [
  '<script>document.title = "owned"</script>',
  '</script><script>document.title = "owned"</script>',
  '</title></style></textarea><script>document.title = "owned"</script>',
  '"><img src="file:///no-such-file.png" onerror="document.title = \'owned\'">',
  "' autofocus onfocus='document.title = &quot;owned&quot;",
  '--><svg onload="document.title = \'owned\'"><image href="file:///no-such-file.png"></svg>',
  '<link rel="stylesheet" href="file:///no-such-file.css"><base href="file:///elsewhere/">',
  '&lt;b&gt; &#60;b&#62; &amp;amp; ]]> {{owned}}',
];

/** How often `uttering` has the text in the body of its page, once opened, beside what was printed last; the title has it too. */
export const UTTERANCES = 19;

const message = { by: 'iut', name: 'reply', octets: 0, hex: '' } as const;

/**
 * A run that says the same wherever something foreign can stand: conclusion, target, its address, its heading, its place among
 * what to mend first; text, source and reason of the requirement; id and seven fields of its case; a field of its message, and
 * what is the matter with that.
 */
export function uttering(text: string): Run {
  const foreign: Partial<CaseResult> = {
    ...{ id: text, target: text, text, source: text, reason: text, expected: text, seen: text, notes: [text] },
    messages: [{ ...message, fields: [{ path: text, from: 0, to: 0 }], marked: { from: 0, to: 0, why: text } }],
    ...{ frames: text, reproduce: text, evidence: [{ t: 0, who: 'iut', what: 'output', text }] },
  };
  return sampleRun({
    targets: [{ name: text, protocol: 'upload', role: 'server', kind: 'listen', address: text }],
    cases: [sampleCase({ ...foreign, verdict: 'fail' })],
    outcome: 'nonconformant',
    conclusion: text,
  });
}
