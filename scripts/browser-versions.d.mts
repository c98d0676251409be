export function browserVersions(): {
  from: string;
  asOf: string | undefined;
  browsers: Record<string, [string, string][]>;
};
