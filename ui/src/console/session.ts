/** What the proxy says of this session, and the link for onlookers. */

import { reactive } from 'vue'

export const session = reactive({ title: '', state: '', viewOnly: false, user: '', idleSeconds: 0 })

export async function readSession(): Promise<void> {
  const answer = await fetch('info', { cache: 'no-store' })
  if (!answer.ok) return
  Object.assign(session, await answer.json())
  if (session.title) document.title = session.title
}

/** A link that somebody else may look on with. Throws an Error with the proxy's words. */
export async function share(): Promise<{ url: string, seconds: number }> {
  const answer = await fetch('share', { method: 'POST' })
  const content = await answer.json() as { url: string, seconds: number, text?: string }
  if (!answer.ok) throw new Error(content.text ?? String(answer.status))
  return content
}
