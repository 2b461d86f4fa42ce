var t = _.template("<% _.each(items, function(i) { %><li><%= i.name %></li><% }); %>"); var p = function(obj){ eval("var x = " + obj); };
