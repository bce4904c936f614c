/** Second opinion of the tests on MT940; it brings no types. */
declare module 'mt940js' {
  export class Parser {
    parse(text: string): readonly {
      readonly openingBalance: number;
      readonly closingBalance: number;
      readonly currency: string;
      readonly accountIdentification: string;
      readonly transactions: readonly { readonly date: Date; readonly amount: number; readonly bankReference: string }[];
    }[];
  }
}
