package io.foliomq.engine;

/** Looks, before anything else is touched, whether the JVM lets mapped memory be used. */
final class JvmFlags {
    private JvmFlags() {}

    static void require() {
        if (!Object.class.getModule().isOpen("jdk.internal.misc", JvmFlags.class.getModule())) {
            throw new MissingJvmFlagsException(
                    "start the JVM with this flag, or put it into JDK_JAVA_OPTIONS or, as Add-Opens: java.base/jdk.internal.misc, into the manifest of the executable jar: "
                            + "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED",
                    null);
        }
    }
}
