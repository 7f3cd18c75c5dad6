export const http = {
  docs: {
    intro: '本服务器提供的接口。供程序使用的形式：',
    parameters: '参数',
    body: '正文',
    answers: '应答',
  },
} as const
