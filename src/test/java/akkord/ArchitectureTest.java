package akkord;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The walls of the house: who may know whom. */
class ArchitectureTest {
  private static final String[] PROTOCOLS = {
    "akkord.media.ice..", "akkord.media.dtls..", "akkord.media.srtp..", "akkord.media.sctp..",
    "akkord.media.rtp..", "akkord.media.rtcp..", "akkord.media.forward..", "akkord.media.bwe..",
    "akkord.media.sdp..", "akkord.media.transport.."
  };

  private static JavaClasses product;

  @BeforeAll
  static void readClasses() {
    product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("akkord");
  }

  @Test
  void dependenciesPointOneWay() {
    noClasses()
        .that()
        .resideInAPackage("akkord.media..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("akkord.actors..", "akkord.api..", "akkord.app..")
        .check(product);
    noClasses()
        .that()
        .resideInAPackage("akkord.actors..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("akkord.api..", "akkord.app..")
        .allowEmptyShould(true)
        .check(product);
    noClasses()
        .that()
        .resideInAPackage("akkord.api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("akkord.media..", "akkord.app..")
        .allowEmptyShould(true)
        .check(product);
  }

  @Test
  void mediaKnowsNeitherAkkaNorTheWireProtocol() {
    noClasses()
        .that()
        .resideInAPackage("akkord.media..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("akka..", "akkord.proto..", "com.google.protobuf..", "org.slf4j..")
        .check(product);
  }

  @Test
  void protocolsHaveNoThreadsClocksOrSockets() {
    noClasses()
        .that()
        .resideInAnyPackage(PROTOCOLS)
        .and()
        .doNotHaveFullyQualifiedName("akkord.media.dtls.BouncyCastleHandshake")
        .and()
        .haveNameNotMatching("akkord\\.media\\.dtls\\.BouncyCastleHandshake\\$.*")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.lang\\.Thread|java\\.util\\.concurrent\\..*|java\\.nio\\.channels\\..*"
                + "|java\\.net\\.DatagramSocket|java\\.net\\.Socket|java\\.time\\.Clock")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .allowEmptyShould(true)
        .check(product);
  }

  @Test
  void onlyMediaNodeTouchesThePlane() {
    noClasses()
        .that()
        .resideInAnyPackage("akkord.actors..", "akkord.api..")
        .and()
        .resideOutsideOfPackage("akkord.actors.node..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("akkord.media.MediaPlane")
        .allowEmptyShould(true)
        .check(product);
    noClasses()
        .that()
        .resideInAPackage("akkord.actors..")
        .and()
        .resideOutsideOfPackage("akkord.actors.node..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "akkord.media.net..",
            "akkord.media.transport..",
            "akkord.media.forward..",
            "akkord.media.rtp..",
            "akkord.media.rtcp..",
            "akkord.media.srtp..",
            "akkord.media.dtls..",
            "akkord.media.ice..")
        .allowEmptyShould(true)
        .check(product);
  }

  @Test
  void commandsAreRecordsOrEnums() {
    classes()
        .that()
        .haveNameMatching("akkord\\.(actors|media)\\..*")
        .and()
        .implement(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "a Command or media message",
                type ->
                    type.getSimpleName().equals("Command")
                        || type.getSimpleName().equals("MediaCommand")
                        || type.getSimpleName().equals("MediaEvent")))
        .and()
        .areNotInterfaces()
        .should()
        .beRecords()
        .orShould()
        .beEnums()
        .allowEmptyShould(true)
        .check(product);
  }
}
