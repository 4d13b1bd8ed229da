import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { useToasts } from '@/framework/toasts'
import { openConsole } from './console'

const real = globalThis.fetch
const answers = (status: number, body: object): void => {
  globalThis.fetch = async () => new Response(JSON.stringify({ createconsoleendpointresponse: body }), { status })
}

function tab() {
  const went: string[] = []
  const made = { opener: {} as unknown, closed: false, close: () => (made.closed = true), location: { replace: (url: string) => went.push(url) } }
  return { made, went, open: (() => made) as unknown as typeof window.open }
}

beforeEach(() => setActivePinia(createPinia()))
afterEach(() => {
  globalThis.fetch = real
})

it('leads the tab that the click opened to the console, without a way back to this page', async () => {
  answers(200, { consoleendpoint: { success: true, url: 'https://proxy.example:8443/console?token=x' } })
  const { made, went, open } = tab()
  await openConsole('vm', open)
  expect([went, made.opener, made.closed]).toEqual([['https://proxy.example:8443/console?token=x'], null, false])
})

it('closes the tab and says why when there is no console', async () => {
  answers(431, { errorcode: 431, errortext: 'The VM is not running' })
  const { made, went, open } = tab()
  await openConsole('vm', open)
  expect([went, made.closed, useToasts().toasts.map((one) => one.detail)]).toEqual([[], true, ['The VM is not running']])
})

it('goes nowhere but to web addresses', async () => {
  answers(200, { consoleendpoint: { success: true, url: 'javascript:alert(1)' } })
  const { made, went, open } = tab()
  await openConsole('vm', open)
  expect([went, made.closed]).toEqual([[], true])
})

it('offers a link when the browser blocks the tab', async () => {
  answers(200, { consoleendpoint: { success: true, url: 'https://proxy.example/console?token=x' } })
  const opened: unknown[][] = []
  await openConsole('vm', ((...given: unknown[]) => void opened.push(given)) as unknown as typeof window.open)
  const [toast] = useToasts().toasts
  await toast.act?.run()
  expect(opened.at(-1)).toEqual(['https://proxy.example/console?token=x', '_blank', 'noopener'])
})
