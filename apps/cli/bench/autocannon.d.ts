/** The part of autocannon that the bench uses; the package ships no types. */
declare module 'autocannon' {
  interface Client {
    setHeadersAndBody(headers: Readonly<Record<string, string>>, body: string): void;
  }
  interface Options {
    readonly url: string;
    readonly connections: number;
    readonly amount?: number;
    readonly duration?: number;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly requests: readonly {
      readonly method: string;
      readonly path: string;
      readonly setupRequest: (request: Request) => Request;
    }[];
  }
  interface Request {
    body?: string;
    headers?: Record<string, string>;
  }
  interface Result {
    readonly latency: Readonly<Record<'p50' | 'p99' | 'max' | 'average', number>>;
    readonly requests: { readonly total: number; readonly sent: number };
    /** Seconds. */
    readonly duration: number;
    readonly '2xx': number;
    readonly non2xx: number;
    readonly errors: number;
    readonly timeouts: number;
  }
  function autocannon(options: Options): Promise<Result>;
  export = autocannon;
}
