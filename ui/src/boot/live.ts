import { useLive } from '@/live/store'

/** From login to logout the page is told what changes. */
export default function live(): () => void {
  return useLive().start()
}
