/** A WebSocket of this session that comes back by itself: backoff, states in words, an end that is final. */

import { reactive } from 'vue'
import { after, backoff, type State } from './codes'

export interface LinkView { state: State, reason: string, seconds: number }

export class Link {
  readonly view = reactive<LinkView>({ state: 'connecting', reason: '', seconds: 0 })
  #attempt = 0
  #timer: number | undefined
  #socket: WebSocket | undefined
  #closed = false

  /** `opened` gets each fresh socket before it is connected; it calls `live` once the other end has spoken. */
  constructor(readonly path: 'vnc' | 'serial', readonly opened: (socket: WebSocket) => void) {}

  connect(): void {
    window.clearTimeout(this.#timer)
    this.#closed = false
    this.view.state = this.view.state === 'stopped' ? 'stopped' : 'connecting'
    const socket = new WebSocket(new URL(this.path, document.baseURI).href.replace(/^http/, 'ws'))
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    socket.addEventListener('close', (event) => this.#lost(socket, event))
    this.opened(socket)
  }

  live(): void {
    this.#attempt = 0
    this.view.state = 'connected'
    this.view.reason = ''
  }

  retry(): void {
    this.#attempt = 0
    this.#socket?.close()
    this.connect()
  }

  close(): void {
    this.#closed = true
    window.clearTimeout(this.#timer)
    this.#socket?.close()
  }

  #lost(socket: WebSocket, event: CloseEvent): void {
    if (socket !== this.#socket || this.#closed) return
    this.view.state = after(event.code)
    this.view.reason = event.reason
    if (this.view.state === 'ended') return
    const wait = backoff(this.#attempt++, this.view.state, Math.random())
    this.view.seconds = Math.ceil(wait / 1000)
    this.#timer = window.setTimeout(() => this.connect(), wait)
  }
}
