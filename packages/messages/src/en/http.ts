export const http = {
  docs: {
    intro: 'What this server answers. The same, for programs:',
    parameters: 'Parameters',
    body: 'Body',
    answers: 'Answers',
  },
} as const
