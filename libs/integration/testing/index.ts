export { Receiver, verifies, type Answering, type Received } from './receiver';
export { SetClock } from './set-clock';
