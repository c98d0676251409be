/** How the assistant is called in every conversation. */
export const ASSISTANT = { id: 'veriguide', name: 'Veriguide', role: 'bot' } as const;
