import type { StreamFold } from '../refusal';
import type { BankStatementEvent, BankStatementImported, StatementLine, StatementLineMatched, StatementLineParked } from './bank-statement.events';

/** A statement with its lines, and what became of each. */
export interface BankStatementState {
  imported: BankStatementImported['data'] | null;
  /** Pages of lines recorded so far. */
  pages: number;
  /** In the order of the statement. */
  readonly lines: Map<string, StatementLine>;
  readonly matched: Map<string, StatementLineMatched['data']>;
  /** What a person is to decide; gone once the line is matched. */
  readonly parked: Map<string, StatementLineParked['data']>;
}

export const bankStatementFold: StreamFold<BankStatementState, BankStatementEvent> = {
  initial: () => ({ imported: null, pages: 0, lines: new Map(), matched: new Map(), parked: new Map() }),
  evolve: (state, event) => {
    switch (event.type) {
      case 'BankStatementImported':
        state.imported = event.data;
        return state;
      case 'StatementLinesRecorded':
        state.pages = event.data.page;
        for (const line of event.data.lines) state.lines.set(line.lineId, line);
        return state;
      case 'StatementLineMatched':
        state.matched.set(event.data.lineId, event.data);
        state.parked.delete(event.data.lineId);
        return state;
      case 'StatementLineParked':
        state.parked.set(event.data.lineId, event.data);
        return state;
    }
  },
};
