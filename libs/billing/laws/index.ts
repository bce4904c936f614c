export { RandomCompany } from './random-company.test-kit';
export { endOfTime } from './report-laws.test-kit';
