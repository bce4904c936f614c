export * from './policy';
export * from './next-step';
export * from './plan-reminders';
