package io.foliomq.jms.jndi;

import java.lang.reflect.InvocationTargetException;
import javax.naming.ConfigurationException;
import javax.naming.NamingException;

/** Makes connection factories by the name of their class, which this package may not know otherwise. */
final class ConnectionFactories {
    static final String CLASS = "io.foliomq.jms.FolioConnectionFactory";

    private ConnectionFactories() {}

    static Object fromUrl(String url) throws NamingException {
        try {
            return Class.forName(CLASS, true, ConnectionFactories.class.getClassLoader())
                    .getConstructor(String.class)
                    .newInstance(url);
        } catch (InvocationTargetException e) {
            throw failed(url, e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw failed(url, e);
        }
    }

    private static NamingException failed(String url, Throwable cause) {
        NamingException failure = new ConfigurationException("connection factory: url=" + url + ", cause=" + cause);
        failure.setRootCause(cause);
        return failure;
    }
}
