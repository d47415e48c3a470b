/** What file managers leave in every folder that they show: no build stops for it, and nobody misses it. */
export const isLitter = (path: string): boolean => /(^|\/)(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$/.test(path);
