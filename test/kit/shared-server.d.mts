export function sharedServerFolder(root: string): string;
