export const MRZ_FORMAT_IDS = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B'] as const;
export type MrzFormatId = (typeof MRZ_FORMAT_IDS)[number];
