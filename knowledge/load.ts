import type { Knowledge } from './knowledge.ts';

export declare function loadKnowledge(folder?: string): Knowledge;
