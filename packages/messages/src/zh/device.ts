/** `assay device` 的文字。 */
export const device = {
  description: '供厂商使用：新建产品、按医院的方式试运行、打包',
  help: `从空文件夹到软件包：assay device init ecg my-device；assay device test my-device；assay device pack my-device -o device.tar。
逐步说明见 docs/first-device.md。产品得到什么、须留下什么，见 docs/device-package.md。`,
  init: {
    description: '在新文件夹中写入一个可立即运行的产品：清单、程序、镜像配方、说明',
    category: '产品用途：{{known}}',
    folder: '要写入的文件夹（默认以类别命名）；已有内容绝不改动',
    language: '程序语言',
    dicom: '产品以 DICOM 序列而非 MetaImage 接收影像（lung-ct；node 和 python）',
    'done-program': `可立即运行的产品已写入 {{folder}}：
{{files}}

下一步：npx assay device test {{folder}}`,
    'done-image': `产品已写入 {{folder}}：
{{files}}

下一步：按 README.md 构建镜像，然后运行 npx assay device test {{folder}}`,
  },
  test: {
    description: '在本机试运行产品：与医院相同的检查，使用生成的病例，不涉及患者',
    what: '含 device.json 的文件夹、软件包，或带有 assay.device 标签的镜像归档（podman save、docker save）',
    cases: '生成多少个病例（默认 5 个；一次启动处理多例的产品为 25 个）',
    seed: '种子不同，病例不同；种子相同，病例相同',
    executor:
      '用什么隔离产品：auto 依次试 bubblewrap、podman、docker；slurm 将产品送往计算集群（--cluster）；none 不隔离',
    cluster: '与 --executor slurm 一起使用：以 JSON 描述的集群，见 docs/operating.md',
    help: '退出状态：0 通过；1 未通过；2 用法错误。任何内容都不离开本机，此处结果不说明产品的好坏。',
    stopped: '已停止',
    intro: '{{name}} {{version}}，类别 {{category}}，任务 {{task}}。生成病例：{{cases}}（种子 {{seed}}）。',
    line: '{{title}}：{{text}}',
    passes: '通过。医院可以运行此软件包。产品好坏只能由患者病例说明。',
    nextPack: '\n下一步：npx assay device pack {{path}} -o device.tar',
    nextApply: '\n下一步：在门户“产品”中登记 {{path}}，然后申请评价。',
    fails: '未通过。请改正标有 ✗ 的项目后重试。在医院，每次尝试都会计入。',
  },
  check: { package: '软件包', task: '任务', isolation: '隔离', cases: '病例', limits: '限额', repeats: '重复' },
  seen: {
    package: '可以读取；SHA-256 {{digest}}',
    task: '输入和输出与任务一致',
    isolated: '由 {{by}} 隔离：{{parts}}',
    notIsolated:
      '本机未能试验（{{reason}}）。医院具备隔离：没有网络，除 /output 和 /tmp 外均不可写。安装 bubblewrap 即可在此试验。',
    cases: '{{total}} 例中 {{completed}} 例完成，其输出可以读取和评分',
    failure: '{{count}} × {{outcome}}',
    noDetail: '没有可读的内容',
    printed: '其打印内容的末尾（{{name}}）：',
    atHospital: '在医院，您只会得知这些结局及其数量；每个这样的病例都按未检出任何目标评分。',
    beyondLimits: '有病例超出 device.json 的限额',
    withinLimits: '没有病例用到 device.json 所要求时间或内存的一半',
    share: '{{limit}} 的 {{percent}} %',
    repeats: '{{total}} 例在全新启动中重复，{{same}} 例结果相同',
    drawnRepeats:
      '{{cases}} 例以随机顺序运行，从中秘密抽取 {{total}} 例在全新启动中重复，{{same}} 例结果相同；若产品在病例间保留的状态改变 5 % 的结果，未被发现的概率为 (1 − 0.05)^{{total}} = {{missed}}',
  },
  means: {
    crashed: '程序以退出状态 {{status}} 结束，或被信号终止。只有 0 表示一切正常。',
    'timed-out': '某个病例超出 device.json 的 wallSeconds 或 cpuSeconds，已被终止。',
    'out-of-memory': '产品占用超过 device.json 的 memoryMiB，已被终止。',
    'output-missing': '程序正常结束，但任务的某项输出不存在：{{what}}。',
    'output-invalid': '有输出，但不能使用：{{what}}。',
    'output-too-large': '产品留下的内容超过 device.json 的 outputMiB 或 outputFiles。',
  },
  do: {
    crashed: '请查看其打印内容。它只能看到自己的文件、/input 和模型：还缺少什么？',
    'timed-out': '请加快速度，或提高 device.json 中的限额（最多 3600 秒）。',
    'out-of-memory': '请减少一次加载的内容，或提高 device.json 中的 memoryMiB。',
    'output-missing': '请将每项输出写到 /output（OUTPUT_DIR）下 device.json 给出的 relativePath。',
    'output-invalid': '请对照 docs/device-package.md 中的格式：普通文件和文件夹、普通名称、没有链接、不超出病例范围。',
    'output-too-large': '请只留下任务的输出，或提高 outputMiB 和 outputFiles。',
    near: '患者的病例比这些更长、更大：请提高 device.json 中的该限额。',
    differing:
      '同一病例在全新启动中结果不同。请固定随机种子，不在病例之间携带状态，不使用时钟：医院会在报告中计入此类病例。',
  },
  hint: {
    network: '产品似乎请求了网络。这里没有网络：请将所需的一切放入软件包。',
    'read-only': '产品似乎写到了 /output 和 /tmp 以外的地方。其余均为只读。',
    'file-missing': '产品似乎缺少文件。只有文件夹中的内容会被打包（不含 node_modules、隐藏文件和测试）。',
  },
  advice: {
    'manifest-missing': '请将 device.json 放在文件夹顶层。assay device init 类别 可写出一份。',
    'not-json': '逗号或引号多了或少了？支持 JSON 的编辑器会标出位置。',
    'program-missing': 'device.json 指定的文件不在文件夹中。若为镜像，请先构建并保存：新产品的 README.md 说明了做法。',
    'task-unknown': 'assay device init --help 列出可评价的类别。',
    'sockets-differ': '请采用 assay device init 为此任务写出的 inputs 和 outputs。',
  },
  template: {
    name: '我的产品',
    vendor: '我的公司',
    use: '请说明产品为谁而设、检出什么、不用于什么。',
    'about-manifest': '产品是什么、需要什么：请填入名称',
    'about-program': '程序：请放入您的算法',
    'about-readme': '下一步怎么做',
    'about-image': '如何构建镜像',
    'about-program-image': '若更愿提供镜像',
    'readme-program': `# {{folder}}

\`{{file}}\` 是一个完整的产品：每个病例启动一次，从 \`/input\` 读取病例，把结果写到 \`/output\`，然后结束。它在评价中心自己的 Node.js 上运行，无需构建。

它得到

{{inputs}}

须留下

{{outputs}}

没有网络；除此之外只有 \`/tmp\` 可写。

1. 试运行：\`npx assay device test {{folder}}\`。现状即可通过，只是结果还不好。
2. 把名称填入 \`device.json\`，把算法放入 \`{{file}}\`。旁边的其他文件也会打包；模型放入 \`model/\`，运行时位于 \`/opt/ml/model\`。
3. 每次修改后再试。
4. 打包：\`npx assay device pack {{folder}} -o {{name}}.tar\`，并在门户登记该归档。

其他语言请构建镜像：\`podman build -t {{name}} .\`，\`podman save --format oci-archive -o image.tar {{name}}\`，并在 \`device.json\` 中写 \`"program": {"image": "image.tar"}\`。`,
    'readme-image': `# {{folder}}

\`{{file}}\` 是一个完整的产品：每个病例启动一次，从 \`/input\` 读取病例，把结果写到 \`/output\`，然后结束。它装在镜像中，镜像包含所需的一切。

它得到

{{inputs}}

须留下

{{outputs}}

没有网络；除此之外只有 \`/tmp\` 可写。

1. 在此文件夹中构建镜像：\`podman build -t {{name}} .\`，然后 \`podman save --format oci-archive -o image.tar {{name}}\`（或 \`docker build\` 和 \`docker save -o image.tar\`）。
2. 试运行：\`npx assay device test {{folder}}\`。现状即可通过，只是结果还不好。
3. 把名称填入 \`device.json\`，把算法放入 \`{{file}}\`。模型放入 \`model/\`，运行时位于 \`/opt/ml/model\`。
4. 每次修改后重新构建、保存、再试。
5. 打包：\`npx assay device pack {{folder}} -o {{name}}.tar\`，并在门户登记该归档。`,
  },
  results: {
    description: '供数据管理员使用：由人监督、节点未见证的运行的结果',
    help: `节点由 --node（或 ASSAY_NODE）指定；操作者为数据管理员，由 --user（或 ASSAY_USER）指定，密码在 ASSAY_PASSWORD 中。
逐步说明见 docs/device-package.md。退出状态：0 完成；1 被拒绝；2 用法错误。`,
    evaluation: '评价的标识，见工作台地址栏',
    handOver: '写出一项评价的病例，采用无含义的标识，并附签名清单；此后这些病例视为已披露',
    handedOver: `{{cases}} 例已写入 {{file}}。自此视为已披露。

下一步：记录监督情况，并带回结果。`,
    supervise: '记录由谁、在何处、何时、如何监督运行',
    record:
      'JSON：supervisor、office、place、startedAt、endedAt、deviceVersion、versionReadFrom、how、inputsHeldBy；时间为 UTC',
    supervised: '监督情况已记录。带入结果之前可以更正。',
    bring: '带入一次运行的结果归档，仅此一次',
    archive: 'tar 归档：按原样放回的 cases.json，以及每个病例的 results/ID/',
    missingFailed: '产品在没有结果的病例上失败：每例按输出缺失计',
    check: '只核对归档，不收取任何内容',
    checked:
      '{{cases}} 例中 {{matched}} 例有结果；没有结果：{{missing}}，有重复文件：{{doubled}}，从未交出：{{unknown}}，不能读取：{{unreadable}}。',
    entry: '第 {{line}} 项',
    looked: '归档 {{hash}} 已核对；其中任何内容尚未计入。',
    brought: '结果已收取（SHA-256 {{hash}}），正在评分。不能再次收取。',
  },
  contents: {
    description: '输出哈希，供医院识别产品训练所用的内容',
    folder: '产品训练或调优所用图像或信号的文件夹',
    help: '每行一个 SHA-256 及其文件：DICOM 对象取其像素数据，NIfTI、NRRD、MetaImage 体数据取其体素，照片取去除文字信息后的文件，其他文件取其本身。请保存为文件，并在门户要求内容哈希处选择（“产品”页，“声明训练数据”）。文件内容不会发送到任何地方。',
  },
  declaration: {
    description: '取回产品训练数据的完整声明，包括内容哈希',
    hash: '声明的哈希，见“产品”页，亦锁定于方案中',
    hub: '门户地址（默认：ASSAY_HUB，或 http://127.0.0.1:4100）',
    user: '门户中的用户名（默认：ASSAY_USER）；密码取自 ASSAY_PASSWORD',
    output: '要写入的文件，不得已存在（JSON）',
    unreachable: '{{node}} 没有门户应答（{{reason}}）。请用 --hub 指定地址。',
    done: '{{file}}：{{size}} 字节，SHA-256 {{hash}}，与声明一致。',
  },
  pack: {
    description: '把产品文件夹打成软件包（device.json 与程序文件，或其镜像）',
    folder: '含 device.json 的文件夹',
    output: '要写入的 tar 归档',
    done: `{{name}} {{version}}：已打包到 {{file}}
sha256 {{digest}}

下一步：登录门户，在“产品”中登记 {{file}}，核对其显示的哈希与此一致，然后申请评价。`,
  },
} as const
