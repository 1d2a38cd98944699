package akkord.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveKitKeysTest {
  @Test
  void saysOfNoSettingThatWorksThatItDoesNot() {
    var known = ConfigFactory.parseResources("application.conf");
    assertFalse(known.isEmpty());
    List<String> both =
        known.entrySet().stream()
            .map(Map.Entry::getKey)
            .filter(name -> LiveKitKeys.entry(name).filter(name::equals).isPresent())
            .toList();
    assertEquals(List.of(), both);
  }
}
