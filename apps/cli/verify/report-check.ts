import type { Check } from './check';
export async function checkReports(_source: object): Promise<readonly Check[]> {
  return [];
}
