import fc from 'fast-check';

/** Any text that an implementation may utter: every UTF-16 unit, lone surrogates and controls above all. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0xff }), fc.constant(0x1b)), {
    maxLength: 80,
  })
  .map((units) => String.fromCharCode(...units));
