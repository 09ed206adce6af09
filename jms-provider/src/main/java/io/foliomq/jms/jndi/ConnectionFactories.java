package io.foliomq.jms.jndi;

import java.lang.reflect.InvocationTargetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.ConfigurationException;
import javax.naming.NamingException;

/** Makes connection factories by the name of their class, which this package may not know otherwise. */
final class ConnectionFactories {
    private static final String CLASS = "io.foliomq.jms.FolioConnectionFactory";
    private static final String XA_CLASS = "io.foliomq.jms.FolioXAConnectionFactory";
    private static final Pattern XA = Pattern.compile("([?&])xa=(true|false)(&|$)");

    private ConnectionFactories() {}

    static boolean isOne(String className) {
        return className.equals(CLASS) || className.equals(XA_CLASS);
    }

    /** One for a transaction manager if the URL says {@code xa=true}, which is no setting of the factory. */
    static Object fromUrl(String url) throws NamingException {
        Matcher xa = XA.matcher(url);
        if (!xa.find()) {
            return ofClass(CLASS, url);
        }
        String end = xa.group(3).isEmpty() ? "" : xa.group(1);
        String rest = url.substring(0, xa.start()) + end + url.substring(xa.end());
        return ofClass(xa.group(2).equals("true") ? XA_CLASS : CLASS, rest);
    }

    /** By its class, as in a reference. */
    static Object ofClass(String className, String url) throws NamingException {
        try {
            return Class.forName(className, true, ConnectionFactories.class.getClassLoader())
                    .getConstructor(String.class)
                    .newInstance(url);
        } catch (InvocationTargetException e) {
            throw failed(e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw failed(e);
        }
    }

    /** Without the URL, in which a password may be: the cause says what is wrong with it. */
    private static NamingException failed(Throwable cause) {
        NamingException failure = new ConfigurationException("connection factory: cause=" + cause);
        failure.setRootCause(cause);
        return failure;
    }
}
