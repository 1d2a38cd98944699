package akkord.api.signal;

/** Tells a socket that the next frame may come: a client that floods slows itself down. */
enum Ack {
  INSTANCE
}
