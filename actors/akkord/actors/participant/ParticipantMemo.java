package akkord.actors.participant;

import akkord.actors.CborSerializable;

/**
 * Soft state: all that a participant needs, besides its {@link JoinOptions}, to come back after a
 * crash. Whoever holds its signal connection keeps the newest one and gives it back unread.
 *
 * @param session the participant's sid
 */
public record ParticipantMemo(String session) implements CborSerializable {}
