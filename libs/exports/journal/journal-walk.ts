import { Calendar, Chart, postings, type LedgerEvent, type PostingLine } from '#ledger';

/** Postings along the log: folds calendar and chart in log order, so that each event meets them as they stood. */
export class JournalWalk {
  private readonly calendar = new Calendar();
  private readonly chart = new Chart();

  /** Journal lines of the next event of the log; empty when it posts nothing. */
  take(fact: LedgerEvent): PostingLine[] {
    if (fact.type === 'ChartMapped') {
      this.chart.evolve(fact);
    } else if (fact.type === 'PeriodClosed' || fact.type === 'PeriodReopened') {
      this.calendar.evolve(fact);
    }
    return postings(fact, { calendar: this.calendar, chart: this.chart });
  }
}
