/**
 * Versions of the public contract that an endpoint may be pinned to. A version names the version of every event type
 * it shows; a new one comes when a type takes a new version, and an older one goes on while its data can be made.
 */
export const contractVersions = [1] as const;
export const currentContractVersion = 1;
