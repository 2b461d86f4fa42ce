<%@ WebHandler Language="C#" Class="Contoso.Api.OrdersHandler" %>
using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Web;
using System.Web.Script.Serialization;

namespace Contoso.Api
{
    public interface IOrders { object List(int page); object Get(int id); }
    public interface IClock { DateTime Now { get; } }
    public sealed class SystemClock : IClock { public DateTime Now { get { return DateTime.UtcNow; } } }
    public sealed class Orders : IOrders
    {
        private readonly IClock clock;
        public Orders(IClock clock) { this.clock = clock; }
        public object List(int page) { return new { page, asOf = clock.Now, items = OrderTable.Page(page, 20) }; }
        public object Get(int id) { return OrderTable.Find(id); }
    }

    /// <summary>Forty-line container: constructor injection, singletons only.</summary>
    public static class Container
    {
        private static readonly Dictionary<Type, Type> map = new Dictionary<Type, Type>();
        private static readonly Dictionary<Type, object> made = new Dictionary<Type, object>();
        static Container()
        {
            foreach (Type impl in typeof(Container).Assembly.GetTypes().Where(t => t.IsClass && t.IsSealed && !t.IsAbstract))
                foreach (Type i in impl.GetInterfaces().Where(i => i.Namespace == "Contoso.Api"))
                    map[i] = impl;
        }
        public static T Resolve<T>() { return (T)Resolve(typeof(T)); }
        private static object Resolve(Type t)
        {
            lock (made)
            {
                object o;
                if (made.TryGetValue(t, out o)) return o;
                ConstructorInfo c = map[t].GetConstructors().OrderByDescending(x => x.GetParameters().Length).First();
                o = c.Invoke(c.GetParameters().Select(p => Resolve(p.ParameterType)).ToArray());
                made[t] = o;
                return o;
            }
        }
    }

    public class OrdersHandler : IHttpHandler
    {
        public bool IsReusable { get { return true; } }
        public void ProcessRequest(HttpContext c)
        {
            IOrders svc = Container.Resolve<IOrders>();
            int id;
            object r = Int32.TryParse(c.Request.QueryString["id"], out id) ? svc.Get(id) : svc.List(0);
            c.Response.ContentType = "application/json";
            c.Response.Write(new JavaScriptSerializer().Serialize(r));
        }
    }
}
