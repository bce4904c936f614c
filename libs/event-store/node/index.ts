export { startNode, type NodeOptions, type RunningNode } from './start-node';
