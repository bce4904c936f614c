export * from './commands';
export { inputHashOf } from './decisions/command-origin';
