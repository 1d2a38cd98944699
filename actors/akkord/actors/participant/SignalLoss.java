package akkord.actors.participant;

/** Why a signal connection ended. */
public enum SignalLoss {
  /** The client closed it, or its network did. */
  CLIENT_GONE,
  /** The client read too slowly and its buffer filled up. */
  TOO_SLOW,
  /** The client sent something that is not signalling. */
  BAD_FRAME
}
