package io.foliomq.jms;

import jakarta.jms.ConnectionMetaData;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Names and versions. The provider's version is that of its jar. */
final class FolioVersions implements ConnectionMetaData {
    static final FolioVersions INSTANCE = new FolioVersions();

    private static final String UNPACKAGED = "0.1";
    private static final List<String> PROPERTIES =
            List.of("JMSXGroupID", "JMSXGroupSeq", "JMSXGroupFirstForConsumer", "JMSXDeliveryCount", "JMSXUserID");

    private FolioVersions() {}

    @Override
    public String getJMSVersion() {
        return getJMSMajorVersion() + "." + getJMSMinorVersion();
    }

    @Override
    public int getJMSMajorVersion() {
        return 3;
    }

    @Override
    public int getJMSMinorVersion() {
        return 1;
    }

    @Override
    public String getJMSProviderName() {
        return "FolioMQ";
    }

    @Override
    public String getProviderVersion() {
        String packaged = FolioVersions.class.getPackage().getImplementationVersion();
        return packaged == null ? UNPACKAGED : packaged;
    }

    @Override
    public int getProviderMajorVersion() {
        return numberAt(0);
    }

    @Override
    public int getProviderMinorVersion() {
        return numberAt(1);
    }

    private int numberAt(int index) {
        String[] parts = getProviderVersion().split("[.-]", -1);
        return index < parts.length && parts[index].matches("\\d{1,9}") ? Integer.parseInt(parts[index]) : 0;
    }

    @Override
    public Enumeration<String> getJMSXPropertyNames() {
        return Collections.enumeration(PROPERTIES);
    }
}
