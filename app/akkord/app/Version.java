package akkord.app;

import picocli.CommandLine.IVersionProvider;

/** This program's version. */
final class Version implements IVersionProvider {
  /** As in pom.xml. */
  static final String NUMBER = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {"akkord " + NUMBER};
  }
}
