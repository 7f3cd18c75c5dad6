export const desk = {
  pages: { home: '首页', evaluations: '评价', intake: '数据接收', testSets: '测试集', node: '本节点' },
} as const
