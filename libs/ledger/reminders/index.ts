export * from './policy';
export * from './next-step';
export * from './spared';
export * from './plan-reminders';
export type { PolicyInForce } from './taken-steps';
