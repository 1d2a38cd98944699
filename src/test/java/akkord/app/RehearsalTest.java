package akkord.app;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the start-up cache is made of: whole joins, and an error when there are none. */
class RehearsalTest {
  @Test
  void clientsComeAndGo() throws Exception {
    try (RunningServer server = new RunningServer(1);
        Rehearsal rehearsal = new Rehearsal(server.url(), "devkey", "secret")) {
      rehearsal.join("rehearsal", "one");
      rehearsal.join("rehearsal", "two");
    }
  }

  @Test
  void clientsTalk() throws Exception {
    try (RunningServer server = new RunningServer(1);
        Rehearsal rehearsal = new Rehearsal(server.url(), "devkey", "secret")) {
      rehearsal.talk("rehearsal", 2, 300);
    }
  }

  @Test
  void clientsSeeEachOther() throws Exception {
    try (RunningServer server = new RunningServer(1);
        Rehearsal rehearsal = new Rehearsal(server.url(), "devkey", "secret")) {
      rehearsal.play("rehearsal", 2, 100);
    }
  }

  @Test
  void aRefusalIsToldWithItsReason() throws Exception {
    try (RunningServer server = new RunningServer(1);
        Rehearsal rehearsal = new Rehearsal(server.url(), "devkey", "not the secret")) {
      IOException refused =
          assertThrows(IOException.class, () -> rehearsal.join("rehearsal", "one"));
      assertTrue(refused.getMessage().contains("refused the join"), refused.getMessage());
    }
  }
}
