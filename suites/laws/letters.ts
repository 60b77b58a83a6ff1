/** Letters of `{fill}` where a case is not about sizes. */
export const FILL = 'wxyz';

/** What stands for the placeholders where only the size of messages counts. */
export const someLetters = { nonce: 'abcdefgh', fill: FILL };
