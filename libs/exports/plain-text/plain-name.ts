/** What breaks the syntax of hledger and ledger: two spaces end an account name, `;` begins a comment, `:` makes a sub-account. */
export const plainName = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp};:|()[\]{}"*!=@]/gu, ' ').replace(/\s+/g, ' ').trim();
