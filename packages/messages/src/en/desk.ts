/** The pages of a hospital's desk. */
export const desk = {
  pages: {
    home: 'Home',
    evaluations: 'Evaluations',
    intake: 'Intake',
    testSets: 'Test sets',
    node: 'This node',
  },
} as const
