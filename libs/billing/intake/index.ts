export { checkMapping, type CheckedMapping } from './check-mapping';
export { parseExactJson, ExactNumber, isExactObject, type ExactJson, type ExactJsonFault, type ExactObject, type ExactValue } from './exact-json';
export type { Document } from './map-document';
export { intakeFaultsMax } from './map-fields';
export type { IntakeFault } from './map-value';
export { publishedMappingSchema, type Mapping } from './mapping.schema';
export { plainJson } from './plain-json';
export { prepareDocument, type IntakeKind, type PassedBy, type PreparedDocument, type ReadyDocument, type UnfitDocument } from './prepare-document';
export { binaryCloudEvent, readCloudEvent, type ReadCloudEvent } from './cloud-event';
