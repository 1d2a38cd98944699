package akkord.actors;

/** Marks messages that cross nodes as CBOR ({@code akka.actor.serialization-bindings}). */
public interface CborSerializable {}
