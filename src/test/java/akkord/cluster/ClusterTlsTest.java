package akkord.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import akkord.app.RunningServer;
import akkord.integration.Clients;
import akkord.integration.Flow;
import akkord.integration.Peer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with certificates of one authority are a cluster, and nobody else is let in. */
@Timeout(120)
class ClusterTlsTest {
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  @TempDir private Path folder;

  @Test
  void nodesProveThemselves() throws Exception {
    Map<String, Object> settings = new HashMap<>(TestCluster.PATIENT);
    settings.putAll(new TestCertificates(folder, "ours").settings());
    try (TestCluster cluster = TestCluster.of(2, settings);
        Clients clients = new Clients()) {
      String room = cluster.roomOn(cluster.node(0), clients);
      try (Peer alice = Peer.publisher(clients, "alice", 1000).join(cluster.node(1).url(), room);
          Peer bob = Peer.listener(clients, "bob").join(cluster.node(0).url(), room)) {
        new Flow(alice.audio(), bob.reception(1000), "alice to bob").awaitMoving();
      }
      IOException refused = assertThrows(IOException.class, () -> knock(cluster.node(0)));
      assertFalse(refused instanceof SocketTimeoutException, "no certificate, no entry");
    }
  }

  /** Shakes hands without a certificate and waits for what the node says to that. */
  private static void knock(RunningServer node) throws Exception {
    SSLContext credulous = SSLContext.getInstance("TLSv1.3");
    credulous.init(null, new TrustManager[] {new Credulous()}, new SecureRandom());
    String[] address = node.clusterAddress().split(":", -1);
    try (Socket plain = new Socket(address[0], Integer.parseInt(address[1]));
        SSLSocket socket =
            (SSLSocket)
                credulous
                    .getSocketFactory()
                    .createSocket(plain, address[0], plain.getPort(), true)) {
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.startHandshake();
      socket.getOutputStream().write("AKKA".getBytes(StandardCharsets.US_ASCII));
      assertEquals(-1, socket.getInputStream().read());
      throw new IOException("closed without a word");
    }
  }

  private static final class Credulous implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
