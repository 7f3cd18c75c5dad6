/** The settings of an appliance in its form: empty fields are none, addresses stand one a line. */
export function settingsIn(form: FormData): unknown {
  const field = (name: string) => String(form.get(name) ?? '').trim()
  const tls = form.get('tls') !== null
  const way =
    field('way') === 'dicomweb'
      ? { kind: 'dicomweb', url: field('url') }
      : {
          kind: 'dicom',
          host: field('host'),
          port: Number(field('port')),
          tls,
          called: field('called'),
          calling: field('calling'),
        }
  const listener = field('answerPort') === '' ? null : listenerIn(field, tls)
  const addresses = field('addresses').split(/[\s,]+/)
  return { name: field('name'), vendor: field('vendor'), device: field('device'), way, addresses, listener }
}

function listenerIn(field: (name: string) => string, tls: boolean) {
  const calling = field('answerCalling') || field('called')
  return { host: field('answerHost'), port: Number(field('answerPort')), called: field('answerCalled'), calling, tls }
}
