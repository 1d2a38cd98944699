/**
 * Published tracks: mute, subscribers and what they want of it.
 *
 * <p>The publisher's participant publishes and mutes, others subscribe; orders go to the media
 * node.
 */
package akkord.actors.track;
