package akkord.actors.room;

import akkord.actors.CborSerializable;

/**
 * Tokens of one identity for one room that are good no more.
 *
 * @param before tokens issued before this are refused, in seconds since 1970
 * @param until when this is forgotten, in seconds since 1970
 */
public record Revocation(long before, long until) implements CborSerializable {
  /** Both of them. */
  Revocation and(Revocation other) {
    return new Revocation(Math.max(before, other.before), Math.max(until, other.until));
  }
}
