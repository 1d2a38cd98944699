package akkord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.Codec;
import akkord.media.DownTrackSettings;
import akkord.media.MediaCommand;
import akkord.media.MediaCounter;
import akkord.media.MediaEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told beside the media: reports, loudness, goodbyes. */
class ReportStoryTest {
  private final Call call = new Call(21);

  @Test
  void reportsGoBothWays() {
    call.network().delay(Duration.ofMillis(30));
    SimPeer alice = call.join("alice");
    SimPeer bob = call.join("bob");
    Publication camera = alice.publish(Codec.VP8, 1);
    Reception view = bob.subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(4));
    assertTrue(alice.reportsAbout(camera.encoding(0).ssrc) >= 2);
    assertTrue(view.senderReports() >= 2, view.senderReports() + " sender reports");
    assertEquals(List.of("cname"), List.copyOf(bob.cnames()));
  }

  @Test
  void aRoomHearsWhoSpeaksAndThatAllFellSilent() {
    SimPeer alice = call.join("alice");
    Publication microphone = alice.publish(Codec.OPUS, 1);
    microphone.loudness(20);
    call.run(Duration.ofSeconds(3));
    List<MediaEvent.AudioLevels> loud = call.events(MediaEvent.AudioLevels.class);
    assertTrue(loud.size() >= 4, loud.size() + " events");
    assertEquals("room", loud.getLast().owner());
    assertEquals(microphone.sid(), loud.getLast().levels().getFirst().trackSid());
    assertTrue(loud.getLast().levels().getFirst().level() > 0.05);
    microphone.loudness(127);
    call.run(Duration.ofSeconds(3));
    assertEquals(List.of(), call.events(MediaEvent.AudioLevels.class).getLast().levels());
    int told = call.events(MediaEvent.AudioLevels.class).size();
    call.run(Duration.ofSeconds(2));
    assertEquals(told, call.events(MediaEvent.AudioLevels.class).size());
  }

  @Test
  void closingSaysGoodbye() {
    SimPeer alice = call.join("alice");
    SimPeer bob = call.join("bob");
    Reception view = bob.subscribe(alice.publish(Codec.VP8, 1), DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(1));
    call.order(new MediaCommand.CloseTransport("bob"));
    call.run(Duration.ofMillis(10));
    assertTrue(view.goodbye());
    assertEquals(1, call.counters().get(MediaCounter.TRANSPORTS));
  }

  @Test
  void anIceRestartKeepsTheMediaFlowing() {
    SimPeer alice = call.join("alice");
    SimPeer bob = call.join("bob");
    Publication camera = alice.publish(Codec.VP8, 1);
    Reception view = bob.subscribe(camera, DownTrackSettings.ALL);
    call.run(Duration.ofSeconds(1));
    alice.restartIce();
    long restarted = call.now();
    call.run(Duration.ofSeconds(20));
    assertTrue(view.complete(0, restarted) > 590, view.complete(0, restarted) + " frames");
    assertEquals(0, call.events(MediaEvent.TransportFailed.class).size());
    assertEquals(0, view.gaps());
  }
}
