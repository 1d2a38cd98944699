package akkord.media.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.media.DtlsRole;
import akkord.media.srtp.SrtpProfile;
import org.junit.jupiter.api.Test;

/** Whole handshakes in memory, in real time, between our client and our server. */
class DtlsHandshakeTest {
  @Test
  void bothRolesFinishWithTheSameKeysInFewDatagrams() throws Exception {
    DtlsLink link = new DtlsLink(DtlsLink.PERFECT).run(5);

    assertEquals(SrtpProfile.AEAD_AES_128_GCM, link.clientCompleted().keys().profile());
    assertEquals(SrtpProfile.AEAD_AES_128_GCM, link.serverCompleted().keys().profile());
    assertTrue(link.serverCompleted().peer().matches(DtlsLink.CLIENT_CERTIFICATE.fingerprint()));
    assertTrue(link.clientCompleted().peer().matches(DtlsLink.SERVER_CERTIFICATE.fingerprint()));
    assertEquals(2, link.sentBy(DtlsRole.CLIENT), "ClientHello; everything else");
    assertEquals(2, link.sentBy(DtlsRole.SERVER), "ServerHello..Done; ChangeCipherSpec, Finished");
  }
}
