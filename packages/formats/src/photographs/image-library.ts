import sharp from 'sharp'

/** Of all that the library reads, these three loaders are open. */
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadTiff'] })
sharp.cache(false)
sharp.concurrency(1)

/** The library of native code that decodes photographs, held to what is wanted of it. */
export { sharp }
