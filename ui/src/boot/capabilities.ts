import { capabilities, learnCapabilities } from '@/instance/capabilities'

/** An action that would only be refused is not offered. */
export default function learn(): () => void {
  void learnCapabilities().catch(() => undefined) // nothing is offered that might be refused
  return () => {
    capabilities.recovers = false
  }
}
